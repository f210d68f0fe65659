import type { ContactReader } from "../../domain/world/import/contact-reader.ts";
import { certbundContact } from "./certbund-contact.ts";
import { n6 } from "./n6.ts";
import { spreadsheet } from "./spreadsheet.ts";
import { tuency } from "./tuency.ts";

/** Everything whose contacts can be imported. */
export const contactReaders: readonly ContactReader[] = [spreadsheet, certbundContact, tuency, n6];
