using System.Security.Cryptography.X509Certificates;
using CognitoStack.Local.Providers.Saml;
using CognitoStack.Local.Tests.Functions;

namespace CognitoStack.Local.Tests.Providers.Saml;

public sealed class KeyTests : IDisposable
{
    private readonly StateFolder state = new(Directory.CreateTempSubdirectory("saml-").FullName);
    private readonly TestClock clock = new();

    public void Dispose() => Directory.Delete(state.Path, recursive: true);

    [Fact]
    public void Each_owner_has_a_key_of_its_own_for_each_use_and_keeps_it()
    {
        string[] Read()
        {
            using var keys = new SamlKeys(state, clock);
            return
            [
                .. (
                    (X509Certificate2[])
                        [
                            keys.Signing("a"),
                            keys.Signing("b"),
                            keys.Encryption("a", "One"),
                            keys.Encryption("a", "../Two"),
                            keys.Encryption("b", "One"),
                            keys.Provider("a"),
                            keys.Provider("One"),
                        ]
                ).Select(key => key.Thumbprint),
            ];
        }

        var made = Read();
        Assert.Equal(made.Length, made.Distinct().Count());
        Assert.Equal(made, Read());
        Assert.Equal(made.Length, Directory.GetFiles(state[SamlKeys.Folder]).Length);
    }

    [Fact]
    public void It_is_RSA_of_2048_bits_for_ten_years_and_nobody_else_reads_it()
    {
        using var keys = new SamlKeys(state, clock);
        var key = keys.Signing("a");
        Assert.True(key.HasPrivateKey);
        Assert.Equal(2048, key.GetRSAPrivateKey()!.KeySize);
        Assert.InRange(
            key.NotAfter.ToUniversalTime(),
            clock.GetUtcNow().AddYears(10).AddMinutes(-5).UtcDateTime,
            clock.GetUtcNow().AddYears(10).UtcDateTime
        );
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Assert.Single(Directory.GetFiles(state[SamlKeys.Folder])))
            );
    }
}
