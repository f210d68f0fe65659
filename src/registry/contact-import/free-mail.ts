import type { DomainName } from "../../domain/network/domain-name.ts";

/** Mail domains where anybody can have a mailbox: large services, and providers to households in and around the Netherlands. */
export const freeMail: ReadonlySet<DomainName> = new Set(
  `aol.com bluewin.ch casema.nl chello.nl fastmail.com freenet.de free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net
  googlemail.com hetnet.nl home.nl hotmail.be hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.nl hushmail.com
  icloud.com interia.pl kpnmail.nl laposte.net libero.it live.be live.com live.nl mac.com mail.com mail.de mail.ru me.com
  msn.com o2.pl onet.pl orange.fr outlook.be outlook.com outlook.de outlook.fr pandora.be planet.nl posteo.de proton.me
  protonmail.ch protonmail.com quicknet.nl seznam.cz skynet.be solcon.nl t-online.de tele2.nl telenet.be telfort.nl
  tiscali.nl tuta.com tutanota.com upcmail.nl versatel.nl web.de wp.pl xs4all.nl yahoo.co.uk yahoo.com yahoo.de yahoo.fr
  yandex.com zeelandnet.nl ziggo.nl zoho.com`.split(/\s+/) as DomainName[],
);
