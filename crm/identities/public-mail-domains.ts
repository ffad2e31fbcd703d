/**
 * Domains under which anybody gets an address: they say nothing of where a person works. Facts gathered from the
 * providers' own sign-up pages (2026-11).
 */
const EXACT = new Set(
  `
  gmail.com googlemail.com
  hotmail.com outlook.com live.com msn.com passport.com windowslive.com
  yahoo.com ymail.com rocketmail.com myyahoo.com aol.com aim.com
  icloud.com me.com mac.com privaterelay.appleid.com
  proton.me protonmail.com protonmail.ch pm.me tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me
  fastmail.com fastmail.fm fastmail.net hey.com hushmail.com hush.com runbox.com posteo.de posteo.net mailbox.org startmail.com
  disroot.org riseup.net autistici.org ctemplar.com countermail.com kolabnow.com zoho.com zohomail.com zohomail.eu zohomail.in
  gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de arcor.de online.de email.de mail.de 1und1.de vodafone.de o2online.de
  bluewin.ch sunrise.ch hispeed.ch aon.at chello.at a1.net utanet.at
  mail.com email.com usa.com engineer.com consultant.com europe.com post.com writeme.com dr.com iname.com myself.com techie.com
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr numericable.fr bbox.fr club-internet.fr voila.fr aliceadsl.fr
  libero.it virgilio.it alice.it tin.it tiscali.it inwind.it iol.it fastwebnet.it email.it pec.it
  telefonica.net terra.es ono.com movistar.es
  sapo.pt clix.pt netcabo.pt iol.pt
  btinternet.com btopenworld.com talktalk.net sky.com virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk plusnet.com plus.com o2.co.uk
  eircom.net
  ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl casema.nl upcmail.nl quicknet.nl telfort.nl
  telenet.be skynet.be proximus.be scarlet.be
  telia.com bredband.net comhem.se spray.se tele2.se online.no broadpark.no frisurf.no
  mail.dk jubii.dk tdcadsl.dk stofanet.dk kolumbus.fi elisanet.fi luukku.com suomi24.fi
  wp.pl o2.pl onet.pl op.pl onet.eu poczta.onet.pl interia.pl interia.eu poczta.fm gazeta.pl tlen.pl
  seznam.cz email.cz centrum.cz volny.cz post.cz atlas.cz azet.sk zoznam.sk centrum.sk pobox.sk
  freemail.hu citromail.hu t-online.hu indamail.hu abv.bg mail.bg dir.bg
  mail.ru inbox.ru list.ru bk.ru internet.ru xmail.ru yandex.ru yandex.com ya.ru rambler.ru lenta.ru ro.ru
  ukr.net i.ua meta.ua bigmir.net tut.by mail.by
  otenet.gr forthnet.gr in.gr walla.co.il walla.com 012.net.il netvision.net.il bezeqint.net
  mynet.com ttmail.com superonline.com
  rediffmail.com rediff.com sify.com indiatimes.com in.com
  qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net vip.163.com sina.com sina.cn sohu.com 139.com 189.cn wo.cn 21cn.com aliyun.com tom.com
  naver.com hanmail.net daum.net nate.com kakao.com
  docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com ybb.ne.jp biglobe.ne.jp so-net.ne.jp ocn.ne.jp excite.co.jp
  hinet.net pchome.com.tw seed.net.tw netvigator.com singnet.com.sg pacific.net.sg
  uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com oi.com.br zipmail.com.br r7.com
  prodigy.net.mx fibertel.com.ar ciudad.com.ar arnet.com.ar speedy.com.ar vtr.net
  bigpond.com bigpond.net.au optusnet.com.au iinet.net.au internode.on.net tpg.com.au dodo.com.au westnet.com.au adam.com.au
  xtra.co.nz slingshot.co.nz orcon.net.nz
  mweb.co.za webmail.co.za telkomsa.net vodamail.co.za
  comcast.net xfinity.com verizon.net att.net sbcglobal.net bellsouth.net ameritech.net pacbell.net swbell.net charter.net spectrum.net
  cox.net optonline.net optimum.net earthlink.net mindspring.com netzero.net netzero.com juno.com frontier.com frontiernet.net windstream.net
  centurylink.net embarqmail.com q.com roadrunner.com rr.com suddenlink.net mediacombb.net cableone.net rcn.com peoplepc.com prodigy.net
  shaw.ca rogers.com sympatico.ca bell.net telus.net videotron.ca cogeco.ca eastlink.ca sasktel.net mts.net
  lycos.com excite.com inbox.com rocketmail.net inbox.lv mail.ee hot.ee one.lt
  duck.com mozmail.com simplelogin.com slmail.me aleeas.com anonaddy.com anonaddy.me addy.io relay.firefox.com
  mailinator.com guerrillamail.com sharklasers.com 10minutemail.com tempmail.com temp-mail.org trashmail.com trashmail.de yopmail.com
  yopmail.fr getnada.com maildrop.cc dispostable.com throwawaymail.com mailnesia.com moakt.com mohmal.com emailondeck.com spamgourmet.com
  `
    .trim()
    .split(/\s+/),
);

/** Providers that give addresses under the suffix of each country: `yahoo.co.jp`, `hotmail.fr`. */
const FAMILIES = /^(yahoo|ymail|hotmail|outlook|live|windowslive|msn|aol|gmx|googlemail|yandex|rocketmail)\.(com?\.)?[a-z]{2}$/;

export const isListed = (domain: string): boolean => EXACT.has(domain) || FAMILIES.test(domain);
