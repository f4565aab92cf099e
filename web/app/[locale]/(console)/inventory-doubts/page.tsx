import { Doubts } from '../../../../features/inventory/doubts.tsx'

const Page = () => <Doubts />
export default Page
