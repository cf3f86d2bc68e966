/** What a bundle says of itself to whoever opens it: the same words in every bundle. */
export const readme = `审计包 / Audit bundle

核验:装有 Node 20 以上即可,不需要台账,也不需要 steward。
To check it, Node 20 or later is all that is needed: neither the ledger nor steward.

    node verify.mjs
    node verify.mjs --witness 见证.txt      见证文件应另行取得 / the witness should come another way
    node verify.mjs --zip 审计包.zip        连同 ZIP 本身 / the ZIP itself, too

退出码 / exit code: 0 相符 agrees, 1 不符 does not, 2 无法核验 could not be asked

events/        日志段:每行一条事件,哈希覆盖其余各项和前一条的哈希
               the segment of the trail, one event a line; its hash covers all else and the hash before it
manifest.json  清单:每个文件的大小和 SHA-256、前后链头、期间
               the list: size and SHA-256 of every file, the heads before and after, the period
policies/      当时的策略,以其哈希命名;其中的人员是经办人,不是客户
               the policies that were in force, named by their hash; the people in them are staff, not customers
calendar.json  所用的工作日历 / the working days by which was judged
plans/         保存的计划的各步骤和签名 / the steps of saved plans, with signatures
keys.json      公钥 / public keys
registers/     查阅登记簿、销毁清册,均可由事件重新得出
               the registers of access and of destruction; both follow from the events
reports/       制作时的报告 / reports as at the day of the bundle
witness.txt    制作时已知的见证链头 / witnessed heads that were known then
verify.mjs     核验程序,一个文件 / the verifier, one file

包内没有客户的个人信息:客户只有编号。
It holds no personal value of any customer: customers are numbers here.

核验能说明日志段前后相连、文件未被改动、签名成立、登记簿与事件一致。整包伪造,要靠见证文件才能看出。
The check shows that the segment is linked, that no file was altered, that signatures hold and that registers agree with the events.
That the whole was not forged, only a witness can show.
`;
