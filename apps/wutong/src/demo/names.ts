import type { Random } from './random';

/** Everything here is invented; likeness to companies and people is chance. */
const COMPANY_STEMS: readonly (readonly [string, string])[] = [
  ['青梧', 'Qingwu'], ['栖凤', 'Qifeng'], ['云枢', 'Yunshu'], ['墨衡', 'Moheng'], ['知微', 'Zhiwei'], ['言川', 'Yanchuan'],
  ['澄观', 'Chengguan'], ['象数', 'Xiangshu'], ['渊识', 'Yuanshi'], ['文曜', 'Wenyao'], ['拓维', 'Tuowei'], ['深禾', 'Shenhe'],
  ['启明芯语', 'Qiming Lingua'], ['观澜', 'Guanlan'], ['流形', 'Liuxing'], ['璇玑', 'Xuanji'], ['百工', 'Baigong'], ['灵犀谷', 'Lingxi Valley'],
  ['北辰', 'Beichen'], ['星野', 'Xingye'], ['木石', 'Mushi'], ['若谷', 'Ruogu'], ['明序', 'Mingxu'], ['万象新元', 'Wanxiang Nova'],
  ['格物', 'Gewu'], ['听泉', 'Tingquan'], ['潮生', 'Chaosheng'], ['丹青', 'Danqing'], ['杏林智语', 'Xinglin Voice'], ['岐黄模型', 'Qihuang Models'],
  ['司南', 'Sinan'], ['浦江', 'Pujiang'], ['苏河湾', 'Suhewan'], ['徐汇言图', 'Xuhui Yantu'], ['漕河泾智造', 'Caohejing Make'], ['西岸语料', 'West Bund Corpus'],
  ['长风', 'Changfeng'], ['逐光', 'Zhuguang'], ['衡石', 'Hengshi'], ['问渠', 'Wenqu'], ['破壁', 'Pobi'], ['云梯', 'Yunti'],
  ['天工开物智能', 'Tiangong'], ['谷雨', 'Guyu'], ['白露', 'Bailu'], ['惊蛰', 'Jingzhe'], ['立夏', 'Lixia'], ['霜序', 'Shuangxu'],
  ['源点', 'Yuandian'], ['层林', 'Cenglin'], ['镜湖', 'Jinghu'], ['沧海数流', 'Canghai Stream'], ['鹿鸣', 'Luming'], ['采薇', 'Caiwei'],
  ['子衿', 'Zijin'], ['白驹', 'Baiju'], ['大音', 'Dayin'], ['希声', 'Xisheng'], ['上善', 'Shangshan'], ['若水', 'Ruoshui'],
  ['不器', 'Buqi'], ['日新', 'Rixin'], ['致远', 'Zhiyuan Park'], ['笃行', 'Duxing'], ['慎思', 'Shensi'], ['明辨', 'Mingbian'],
  ['博观', 'Boguan'], ['约取', 'Yuequ'], ['厚积', 'Houji'], ['薄发', 'Bofa'], ['见龙', 'Jianlong'], ['飞廉', 'Feilian'],
  ['凌波', 'Lingbo'], ['乘槎', 'Chengcha'], ['九章', 'Jiuzhang Nine'], ['周髀', 'Zhoubi'], ['海岛', 'Haidao'], ['缀术', 'Zhuishu'],
  ['夏侯阳', 'Xiahouyang'], ['测圆', 'Ceyuan'], ['四元', 'Siyuan'], ['杨辉', 'Yanghui'], ['秦九', 'Qinjiu'], ['益古', 'Yigu'],
  ['璞玉', 'Puyu'], ['琢磨', 'Zhuomo'], ['玄圃', 'Xuanpu'], ['瀚墨', 'Hanmo'], ['瑶光', 'Yaoguang'], ['开阳', 'Kaiyang'],
  ['玉衡', 'Yuheng'], ['天权', 'Tianquan'], ['天玑', 'Tianji'], ['天璇', 'Tianxuan'], ['天枢', 'Tianshu'], ['招摇', 'Zhaoyao'],
  ['隐曜', 'Yinyao'], ['织机', 'Zhiji'], ['河图', 'Hetu'], ['洛书', 'Luoshu'],
];

const COMPANY_KINDS: readonly (readonly [string, string])[] = [
  ['智能科技', 'AI'], ['人工智能科技', 'Intelligence'], ['模型科技', 'Models'], ['数据智能', 'Data'], ['语言技术', 'Language'],
];

const SURNAMES: readonly (readonly [string, string])[] = [
  ['林', 'Lin'], ['陈', 'Chen'], ['顾', 'Gu'], ['沈', 'Shen'], ['陆', 'Lu'], ['周', 'Zhou'], ['徐', 'Xu'], ['蒋', 'Jiang'], ['许', 'Xu'],
  ['何', 'He'], ['吴', 'Wu'], ['宋', 'Song'], ['唐', 'Tang'], ['傅', 'Fu'], ['严', 'Yan'], ['潘', 'Pan'], ['袁', 'Yuan'], ['夏', 'Xia'],
];

const GIVEN: readonly (readonly [string, string])[] = [
  ['知远', 'Zhiyuan'], ['若溪', 'Ruoxi'], ['明哲', 'Mingzhe'], ['子墨', 'Zimo'], ['雨桐', 'Yutong'], ['嘉言', 'Jiayan'], ['思齐', 'Siqi'],
  ['景行', 'Jingxing'], ['怀瑾', 'Huaijin'], ['望舒', 'Wangshu'], ['清和', 'Qinghe'], ['予安', 'Yu’an'], ['之恒', 'Zhiheng'], ['书瑶', 'Shuyao'],
  ['云舟', 'Yunzhou'], ['亦辰', 'Yichen'], ['静姝', 'Jingshu'], ['修远', 'Xiuyuan'], ['听澜', 'Tinglan'], ['若谷', 'Ruogu'],
];

export interface CompanyName {
  readonly zh: string;
  readonly en: string;
  readonly short: string;
}

export const COMPANY_COUNT = COMPANY_STEMS.length;

/** The company with this number; each has a name of its own. */
export function companyName(index: number): CompanyName {
  const [zh, en] = COMPANY_STEMS[index] ?? fail(index);
  const [kindZh, kindEn] = COMPANY_KINDS[index % COMPANY_KINDS.length] ?? fail(index);
  return { zh: `上海${zh}${kindZh}有限公司`, en: `${en} ${kindEn}`, short: en.toLowerCase().replace(/[^a-z]+/g, '-') };
}

/** A person's name as it is written in Chinese, and for the mail address in Latin letters. */
export function personName(random: Random): { name: string; latin: string } {
  const [surname, surnameLatin] = random.pick(SURNAMES);
  const [given, givenLatin] = random.pick(GIVEN);
  return { name: surname + given, latin: `${givenLatin}.${surnameLatin}`.toLowerCase().replace(/[^a-z.]/g, '') };
}

function fail(index: number): never {
  throw new RangeError(`There is no company ${index}`);
}
