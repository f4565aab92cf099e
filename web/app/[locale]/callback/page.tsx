import { Callback } from '../../../features/session/callback.tsx'

const Page = () => <Callback />
export default Page
