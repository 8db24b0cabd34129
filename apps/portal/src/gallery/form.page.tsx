import { FormPage, toast, useSay } from '@wutong/core-web';
import { sampleForm } from './samples';

const empty = { team: [{}] };

/** A form with every kind of field, kept nowhere. */
export function Page() {
  const say = useSay();
  return (
    <FormPage
      title={say({ 'zh-CN': '入驻申请', en: 'Tenancy application' })}
      lead={say({ 'zh-CN': '约需 20 分钟，可随时离开，内容会自动保存。', en: 'Takes about 20 minutes; leave whenever you like, everything is kept.' })}
      definition={sampleForm}
      answers={empty}
      save={() => new Promise((done) => setTimeout(done, 300))}
      submit={() => {
        toast.done(say({ 'zh-CN': '已提交', en: 'Submitted' }));
        return Promise.resolve();
      }}
      submitLabel={say({ 'zh-CN': '提交申请', en: 'Submit the application' })}
      filePurpose="gallery"
      sectionNotes={{ plan: say({ 'zh-CN': '请说明训练数据的来源。', en: 'Say where the training data comes from.' }) }}
    />
  );
}
