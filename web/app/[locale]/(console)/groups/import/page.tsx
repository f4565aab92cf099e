import { ImportGroupPage } from '../../../../../features/groups/import-group.tsx'

const Page = () => <ImportGroupPage />
export default Page
