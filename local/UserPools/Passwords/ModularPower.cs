using System.Numerics;
using System.Runtime.InteropServices;

namespace CognitoStack.Local.UserPools.Passwords;

/// <summary>
/// Powers of the numbers of SRP, by OpenSSL where there is its third version, as on today's Linux: in a tenth of the time that .NET's
/// numbers take, who do it everywhere else.
/// </summary>
internal static class ModularPower
{
    private const string Library = "libcrypto.so.3";
    private static readonly bool hasOpenSsl = OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Library, out _);

    /// <summary><paramref name="value"/> to the power of <paramref name="exponent"/>, both positive, modulo an odd number.</summary>
    public static BigInteger Of(BigInteger value, BigInteger exponent, BigInteger modulus) =>
        hasOpenSsl ? ByOpenSsl(value, exponent, modulus) : BigInteger.ModPow(value, exponent, modulus);

    private static BigInteger ByOpenSsl(BigInteger value, BigInteger exponent, BigInteger modulus)
    {
        nint Native(BigInteger number)
        {
            var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            return BN_bin2bn(bytes, bytes.Length, 0);
        }

        var (result, context) = (BN_new(), BN_CTX_new());
        nint[] given = [Native(value), Native(exponent), Native(modulus)];
        try
        {
            var bytes = new byte[modulus.GetByteCount(isUnsigned: true)];
            // What OpenSSL cannot do, for want of memory above all, .NET says in its own way.
            return
                BN_mod_exp(result, given[0], given[1], given[2], context) == 1 && BN_bn2binpad(result, bytes, bytes.Length) == bytes.Length
                ? new(bytes, isUnsigned: true, isBigEndian: true)
                : BigInteger.ModPow(value, exponent, modulus);
        }
        finally
        {
            foreach (var number in (nint[])[result, .. given])
                BN_clear_free(number);
            BN_CTX_free(context);
        }
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint BN_new();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint BN_CTX_new();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint BN_bin2bn(byte[] bytes, int length, nint number);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BN_mod_exp(nint result, nint value, nint exponent, nint modulus, nint context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BN_bn2binpad(nint number, byte[] bytes, int length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void BN_clear_free(nint number);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void BN_CTX_free(nint context);
}
