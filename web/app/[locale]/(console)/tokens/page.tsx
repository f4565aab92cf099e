import { Tokens } from '../../../../features/tokens/tokens.tsx'

const Page = () => <Tokens />
export default Page
