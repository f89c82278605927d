using System.Globalization;
using System.Text.RegularExpressions;
using CognitoStack.Configuration;
using CognitoStack.Configuration.Branding;
using CognitoStack.Tests.Support;

namespace CognitoStack.Configuration.Tests.Branding;

public sealed partial class ShippedBrandTests
{
    public static TheoryData<string> Brands =>
        [.. Directory.GetDirectories(Repository.File("cdk/branding")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Brands))]
    public void A_shipped_brand_is_sound_and_complete(string name)
    {
        var errors = new List<string>();
        var brand = BrandCompiler.Compile(new Files(), $"branding/{name}", (place, message) => errors.Add($"{place}: {message}"));
        Assert.Empty(errors);
        Assert.NotNull(brand!.Settings);
        string[] expected = ["FAVICON_ICO DYNAMIC", "FAVICON_SVG DYNAMIC", "FORM_LOGO DARK", "FORM_LOGO LIGHT"];
        Assert.Empty(expected.Except(brand.Assets.Select(a => $"{a.Category} {a.ColorMode}")));
        Assert.True(brand.Size < 20_000, $"{brand.Size.ToString(CultureInfo.InvariantCulture)} bytes");
    }

    [Fact]
    public void Each_shipped_brand_sets_every_colour_in_both_modes()
    {
        foreach (var name in Directory.GetDirectories(Repository.File("cdk/branding")))
        {
            var settings = File.ReadAllText(Path.Combine(name, "settings.json"));
            Assert.Equal(Light().Count(settings), Dark().Count(settings));
        }
    }

    [GeneratedRegex("\"lightMode\"")]
    private static partial Regex Light();

    [GeneratedRegex("\"darkMode\"")]
    private static partial Regex Dark();

    private sealed class Files : IProjectFiles
    {
        public byte[]? Read(string path) => File.ReadAllBytes(Repository.File($"cdk/{path}"));

        public IReadOnlyList<string>? List(string folder) =>
            [.. Directory.GetFiles(Repository.File($"cdk/{folder}")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
    }
}
