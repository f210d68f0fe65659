/**
 * How the properties are drawn: one place, the same every time.
 *
 * fast-check prints seed and path of what failed; put them here to see it again.
 */
export const propertySettings = { seed: 20220214 } as const;

/**
 * Properties on a database: a history that fails is told as it was drawn. Looking for a smaller one takes longer than
 * anybody waits, and looks as if the test never ended; to do so all the same, put its seed and path here and take
 * `endOnFailure` away.
 */
export const databasePropertySettings = { ...propertySettings, endOnFailure: true } as const;

/** Most questions put to one world. */
export const questionsPerWorld = 48;
