/** Unicode's IDNA processing (UTS #46); null when the domain is not one. */
declare module 'tr46' {
  const tr46: {
    toASCII(
      domain: string,
      options?: {
        checkBidi?: boolean
        checkHyphens?: boolean
        checkJoiners?: boolean
        useSTD3ASCIIRules?: boolean
        verifyDNSLength?: boolean
      },
    ): string | null
  }
  export default tr46
}
