import { MachineDetail } from '../../../../../features/machines/machine-detail.tsx'

const Page = () => <MachineDetail />
export default Page
