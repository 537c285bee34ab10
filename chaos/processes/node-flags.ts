/** How this Node runs the sources as they are. */
export const nodeFlags = ['--conditions=@portico/source', '--disable-warning=ExperimentalWarning'] as const;
