import { Entities } from '../../../../features/entities/entities.tsx'

const Page = () => <Entities />
export default Page
