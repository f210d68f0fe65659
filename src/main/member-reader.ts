import type { ContactReader } from "../domain/world/import/contact-reader.ts";

/** Reads member lists; what workbooks need is loaded when one comes. */
export const memberReader: ContactReader = {
  system: "spreadsheet",
  read: async (files, reading) => {
    const { spreadsheet } = await import("../registry/contact-import/spreadsheet.ts");
    return spreadsheet.read(files, reading);
  },
};
