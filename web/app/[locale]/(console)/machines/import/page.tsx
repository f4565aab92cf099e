import { ImportMachines } from '../../../../../features/machines/import/import-machines.tsx'

const Page = () => <ImportMachines />
export default Page
