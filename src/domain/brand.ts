declare const brand: unique symbol;

/**
 * A value that was checked once at an edge and carries the proof in its type.
 *
 * Mixing up two identifiers or two kinds of text here is a disclosure, so the compiler keeps them apart.
 */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
