import { toShellActor } from "../../src/domain/access/actor.ts";

/** Somebody of the house who may do everything. */
export const operator = toShellActor("test");
