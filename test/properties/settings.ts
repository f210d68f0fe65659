/**
 * How the properties are drawn: one place, the same every time.
 *
 * fast-check prints seed and path of what failed; put them here to see it again.
 */
export const propertySettings = { seed: 20220214 } as const;

/** Most questions put to one world. */
export const questionsPerWorld = 48;
