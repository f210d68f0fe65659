import { specialReason4, specialReason6 } from "../domain/network/special-ranges.ts";
import { classOfAddress4, classOfAddress6, classOfName } from "../domain/world/compile-world.ts";
import type { CompiledWorld } from "../domain/world/compiled-world.ts";
import type { Chunk, RowType } from "./material/chunk.ts";

/**
 * Says of each row which identifier is its network object and what the world knows about its subjects.
 *
 * The object is the name where the type is about names and the row has one, and where there is no address; a name is a
 * subject also of a compromise, after the address. Leaked credentials have the mail domain for their only subject.
 */
export function enrich(chunk: Chunk, types: readonly RowType[], world: CompiledWorld): void {
  const { batch } = chunk;
  for (let i = 0; i < batch.count; i++) {
    const { type } = types[batch.type[i] as number] as RowType;
    const name = batch.names[i] as (typeof batch.names)[number];
    const family = type.about === "mail-domain" ? 0 : (batch.family[i] as number);
    const aboutName = name !== null && (type.about !== "address" || family === 0);
    const nameCounts = aboutName || (name !== null && type.kind === "compromise");
    chunk.aboutName[i] = aboutName ? 1 : 0;
    chunk.nameClass[i] = nameCounts ? classOfName(world, name) : -1;
    if (!nameCounts) batch.names[i] = null;
    if (type.about === "mail-domain") batch.family[i] = 0;

    const special =
      family === 4
        ? specialReason4(batch.words[i * 4] as number) !== null
        : family === 6 && specialReason6(batch.words, i * 4) !== null;
    chunk.outOfScope[i] = special && !aboutName ? 1 : 0;
    if (family === 0 || special) chunk.addressClass[i] = -1;
    else if (family === 4)
      chunk.addressClass[i] = classOfAddress4(world, batch.words[i * 4] as number);
    else chunk.addressClass[i] = classOfAddress6(world, batch.words, i * 4);
  }
}
