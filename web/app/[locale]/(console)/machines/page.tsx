import { Machines } from '../../../../features/machines/machines.tsx'

const Page = () => <Machines />
export default Page
