/** Brings a message to those who run this installation; throws when it could not be handed over. */
export type TellOperators = (message: {
  readonly subject: string;
  /** Plain text, lines ended by `\n`. */
  readonly text: string;
}) => Promise<void>;
