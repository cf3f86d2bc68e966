/** Mail services open to anyone in China and abroad: a freemail address says nothing of the customer's company. */
export const FREEMAIL_DOMAINS: ReadonlySet<string> = new Set(
  `qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com 139.com 189.cn wo.cn 263.net 21cn.com tom.com
  sina.com sina.cn sina.com.cn vip.sina.com sohu.com aliyun.com alimail.com 88.com 111.com 163.net 126.net 56.com chinaren.com sogou.com 2980.com
  gmail.com googlemail.com hotmail.com outlook.com live.com live.cn msn.com msn.cn yahoo.com yahoo.com.cn yahoo.cn yahoo.com.hk yahoo.com.tw
  ymail.com rocketmail.com icloud.com me.com mac.com aol.com mail.com email.com gmx.com gmx.de proton.me protonmail.com zoho.com yandex.com mail.ru
  naver.com daum.net hanmail.net hotmail.co.jp hotmail.co.uk outlook.jp`
    .trim()
    .split(/\s+/),
);

/** The services whose names people mistype, most used first. */
export const TYPO_TARGETS: readonly string[] =
  `qq.com 163.com 126.com gmail.com foxmail.com sina.com hotmail.com outlook.com 139.com 189.cn aliyun.com sohu.com icloud.com yeah.net yahoo.com
  vip.qq.com vip.163.com vip.126.com vip.sina.com sina.cn live.com live.cn 188.com 21cn.com tom.com 263.net msn.com`
    .trim()
    .split(/\s+/);
