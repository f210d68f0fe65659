/** What is known of a finding; `observedAtS` in whole seconds since 1970 UTC. */
export type KnownFinding = {
  readonly id: number;
  readonly standing: number;
  readonly severity: number;
  readonly observedAtS: number;
  readonly closed: boolean;
};

/**
 * A compact set of the findings that are known, so that a row seen before costs no look-up in the database.
 *
 * Open addressing over typed arrays, 23 bytes a slot, at most three of four slots taken: under 32 bytes a finding when
 * made for the right number. Three of the four words of a key are kept and compared: two keys are taken for one with a
 * chance of 2⁻⁹⁶ a pair. Slots are valid until the next `add`.
 */
export type KnownFindings = {
  size(): number;
  /** The slot of the key at `keys[at..at+4)`, or -1 when it is not known. */
  find(keys: Uint32Array, at: number): number;
  /** Adds a finding that is not in the set yet. */
  add(keys: Uint32Array, at: number, finding: KnownFinding): void;
  idOf(slot: number): number;
  isClosed(slot: number): boolean;
  standingOf(slot: number): number;
  severityOf(slot: number): number;
  /** Seconds since 1970 UTC, rounded down. */
  observedAtOf(slot: number): number;
  /** Changes what is known of the finding in the slot. */
  set(slot: number, finding: KnownFinding): void;
};

const fullest = 3 / 4;
const wordsPerSlot = 5;
const closedMark = 128;

/** Slots of a set: three words of the key, the id plus one (0 marks a free slot), the second of observation. */
type Slots = { capacity: number; words: Uint32Array; standings: Uint16Array; marks: Uint8Array };

function makeSlots(capacity: number): Slots {
  return {
    capacity,
    words: new Uint32Array(capacity * wordsPerSlot),
    standings: new Uint16Array(capacity),
    marks: new Uint8Array(capacity),
  };
}

/** The slot that holds the key, or the complement of the free slot where it belongs. */
function probe(slots: Slots, k1: number, k2: number, k3: number): number {
  const { words, capacity } = slots;
  // The first kept word scaled to the capacity: any capacity will do, not only powers of two.
  let slot = Math.floor((k1 / 4294967296) * capacity);
  for (;;) {
    const base = slot * wordsPerSlot;
    if (words[base + 3] === 0) return ~slot;
    if (words[base] === k1 && words[base + 1] === k2 && words[base + 2] === k3) return slot;
    slot = slot + 1 === capacity ? 0 : slot + 1;
  }
}

function put(slots: Slots, slot: number, finding: KnownFinding): void {
  slots.words[slot * wordsPerSlot + 3] = finding.id + 1;
  slots.words[slot * wordsPerSlot + 4] = finding.observedAtS;
  slots.standings[slot] = finding.standing;
  slots.marks[slot] = finding.severity | (finding.closed ? closedMark : 0);
}

function grown(old: Slots): Slots {
  const slots = makeSlots(Math.ceil(old.capacity * 1.6));
  for (let from = 0; from < old.capacity; from++) {
    const base = from * wordsPerSlot;
    if (old.words[base + 3] === 0) continue;
    const to = ~probe(
      slots,
      old.words[base] as number,
      old.words[base + 1] as number,
      old.words[base + 2] as number,
    );
    slots.words.set(old.words.subarray(base, base + wordsPerSlot), to * wordsPerSlot);
    slots.standings[to] = old.standings[from] as number;
    slots.marks[to] = old.marks[from] as number;
  }
  return slots;
}

/** An empty set with room for so many findings before it has to grow. */
export function makeKnownFindings(expected = 1024): KnownFindings {
  let slots = makeSlots(Math.max(64, Math.ceil(expected / fullest) + 1));
  let size = 0;
  return {
    size: () => size,
    find(keys, at) {
      const slot = probe(
        slots,
        keys[at + 1] as number,
        keys[at + 2] as number,
        keys[at + 3] as number,
      );
      return slot < 0 ? -1 : slot;
    },
    add(keys, at, finding) {
      if (size + 1 > slots.capacity * fullest) slots = grown(slots);
      const slot = ~probe(
        slots,
        keys[at + 1] as number,
        keys[at + 2] as number,
        keys[at + 3] as number,
      );
      if (slot < 0) throw new RangeError("the finding is in the set already");
      slots.words.set(keys.subarray(at + 1, at + 4), slot * wordsPerSlot);
      put(slots, slot, finding);
      size++;
    },
    idOf: (slot) => (slots.words[slot * wordsPerSlot + 3] as number) - 1,
    isClosed: (slot) => ((slots.marks[slot] as number) & closedMark) !== 0,
    standingOf: (slot) => slots.standings[slot] as number,
    severityOf: (slot) => (slots.marks[slot] as number) & ~closedMark,
    observedAtOf: (slot) => slots.words[slot * wordsPerSlot + 4] as number,
    set: (slot, finding) => put(slots, slot, finding),
  };
}
