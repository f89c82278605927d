using CognitoStack.App;
using CognitoStack.Configuration;

namespace CognitoStack.Tests.App;

/// <summary>A package is deployed under the name of its sources: what was not made of them is refused.</summary>
public sealed class PackageRecordTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("packages-").FullName;

    public PackageRecordTests()
    {
        Directory.CreateDirectory(Code);
        File.WriteAllText(Path.Combine(Code, "bootstrap"), "program");
        File.WriteAllText(Path.Combine(Code, "amazon-roots.pem"), "roots");
        File.WriteAllText(Record, "0123abcd\n");
    }

    private string Code => Path.Combine(folder, "Gate");

    private string Record => Path.Combine(folder, "Gate.sha256");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_recorded_is_known_by_its_sources()
    {
        PackageRecord.Write(Record, Code);
        Assert.Equal("0123abcd", PackageRecord.Check(Record, Code));
    }

    [Theory]
    [InlineData("bootstrap", "another", "bootstrap is not what the build made")]
    [InlineData("amazon-roots.pem", "another", "amazon-roots.pem is not what the build made")]
    [InlineData("more.so", "more", "more.so is not what the build made")]
    [InlineData("bootstrap", null, "bootstrap is not what the build made")]
    public void Anything_else_is_refused_with_the_way_out(string file, string? content, string complaint)
    {
        PackageRecord.Write(Record, Code);
        if (content is null)
            File.Delete(Path.Combine(Code, file));
        else
            File.WriteAllText(Path.Combine(Code, file), content);
        Assert.Equal(
            [$"{Code}: {complaint}, and would be deployed under the name of what it made. Delete {Record} and run \"npm run build\"."],
            Assert.Throws<ConfigurationException>(() => PackageRecord.Check(Record, Code)).Errors
        );
    }

    [Fact]
    public void A_record_without_files_has_nothing_to_vouch_for() => Assert.Equal("0123abcd", PackageRecord.Check(Record, Code));
}
