import { Refusals } from '../../../../features/inventory/refusals.tsx'

const Page = () => <Refusals />
export default Page
