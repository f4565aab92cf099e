import { Values } from '../../../../features/inventory/values.tsx'

const Page = () => <Values />
export default Page
