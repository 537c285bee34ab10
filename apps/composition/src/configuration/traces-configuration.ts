/** The names that OpenTelemetry gives to samplers. */
export const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** How what is traced is chosen. Where it is sent to, and how, the exporter reads from OpenTelemetry's own variables. */
export interface TracesConfiguration {
  readonly sampler: (typeof samplers)[number];
  /** For the samplers that go by a ratio: 0 to 1. */
  readonly ratio: number;
}
