/** What the pages say of recalls and corrections, in Dutch. */
export const recallNl = {
  "notification.recalled": "Teruggeroepen",
  "notification.recalled-rows":
    "{at}: {withdrawn, plural, one {# rij ingetrokken} other {# rijen ingetrokken}}, {stands, plural, one {# staat} other {# staan}} nog door een ander rapport",
} as const;
