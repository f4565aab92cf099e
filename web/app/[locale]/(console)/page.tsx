import { Home } from '../../../features/home/home.tsx'

const Page = () => <Home />
export default Page
