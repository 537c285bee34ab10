/** Something outside stands in the way (a taken port, an unwritable directory); its message is for people, one line, no stack. */
export class Inconvenience extends Error {}
