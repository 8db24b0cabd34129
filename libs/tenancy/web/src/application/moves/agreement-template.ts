import type { Locale } from '@wutong/core-shared';

export interface AgreementFacts {
  number: string;
  nameZh: string;
  nameEn: string;
  desks: number;
}

/** The agreement to begin from; whoever decides may write it anew. Each language stands alone. */
export function agreementTemplate(locale: Locale, { number, nameZh, nameEn, desks }: AgreementFacts): string {
  if (locale === 'en') {
    return `Tenancy agreement (application ${number})

Between the incubator ("the Centre") and ${nameEn || nameZh} ("the Company").

1. Place. The Centre gives the Company ${desks} desks for its own work. They may not be sublet or lent to others.
2. Term. Twelve months from the day on which the onboarding tasks are done. The Centre reviews the tenancy every year.
3. Resources. Compute, data and services are granted on request, within what each grant says. What is not used lapses with the grant.
4. Duties. The Company hands in a growth report every quarter, keeps its record in the portal true, follows the rules of the house and of information security, and keeps to the law on generative AI services.
5. Rights. Code, weights and data of the Company remain its own. The Centre keeps confidential what it learns from the application and the reports.
6. Suspension and end. The Centre may suspend the tenancy after a warning when duties are not kept, and end it with a reason in writing. The Company may leave with 30 days' notice. Desks, cards and equipment are then given back and data is exported.
7. Fees. As in the list of fees of the round, which is part of this agreement.
8. Disputes. The law of the People's Republic of China applies. Disputes are first talked over, then brought before the People's Court at the seat of the Centre.

Signed electronically in the portal by a founder who is authorised to act for the Company.`;
  }
  return `入驻协议（申请编号 ${number}）

甲方：孵化中心（以下简称“中心”）
乙方：${nameZh || nameEn}（以下简称“企业”）

一、场地。中心向企业提供 ${desks} 个工位，供企业自用，不得转租、转借。
二、期限。自入驻事项办理完毕之日起十二个月，中心每年进行一次复核。
三、资源。算力、数据与服务经申请获批后，在批准的范围与期限内使用；到期未用部分自动失效。
四、企业义务。按季度提交成长报告；保证平台所载信息真实、及时；遵守园区管理与信息安全制度；遵守生成式人工智能服务相关法律法规。
五、权利归属与保密。企业的代码、权重与数据归企业所有；中心对申请与报告中知悉的商业秘密负有保密义务。
六、暂停与终止。企业未履行义务的，中心经提醒后可暂停其入驻资格，并可书面说明理由后终止协议；企业可提前 30 日通知退出。退出时应交还工位、门禁卡与设备，并导出数据。
七、费用。按本批次收费标准执行，该标准为本协议的组成部分。
八、争议解决。本协议适用中华人民共和国法律。发生争议应先行协商，协商不成的，提交中心所在地人民法院处理。

本协议由企业授权的创始人在平台上以电子方式签署。`;
}
