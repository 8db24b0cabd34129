import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

const en = {
  product: 'Wutong', tenants: 'Tenants', applications: 'Applications', requests: 'Compute requests', balances: 'Balances', pools: 'Pools',
  directory: 'Directory', people: 'People', language: 'Language', search: 'Company name', company: 'Company', state: 'State', desks: 'Desks',
  signed: 'Signed', active: 'Active since', open: 'Open', copy: 'Copy the address', actions: 'Actions for {{name}}', loading: 'Loading …',
  shown_one: '{{count}} shown', shown_other: '{{count}} shown', invite: 'Invite a company', name: 'Name', from: 'From', send: 'Send', cancel: 'Cancel',
};
const zh = {
  product: '梧桐', tenants: '在孵企业', applications: '入驻申请', requests: '算力申请', balances: '余额', pools: '资源池', directory: '企业名录',
  people: '人员', language: '语言', search: '企业名称', company: '企业', state: '状态', desks: '工位', signed: '签约', active: '入驻日期', open: '打开',
  copy: '复制地址', actions: '{{name}}的操作', loading: '加载中…', shown_one: '共 {{count}} 家', shown_other: '共 {{count}} 家', invite: '邀请企业',
  name: '名称', from: '开始', send: '发送', cancel: '取消',
};

void i18next.use(initReactI18next).init({
  lng: navigator.language.startsWith('zh') ? 'zh' : 'en',
  resources: { en: { translation: en }, zh: { translation: zh } },
  interpolation: { escapeValue: false },
});
