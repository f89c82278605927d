using System.IO.Compression;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.Deployment;

public sealed class DeployerTests : IDisposable
{
    private const string Before =
        """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": "before"}}}, "Outputs": {"Name": {"Value": "before"}}}""";
    private const string After =
        """{"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Value": "after"}}, "Q": {"Type": "AWS::SSM::Parameter"}}, "Outputs": {"Name": {"Value": "after"}}}""";
    private readonly Bench bench = new();

    [Fact]
    public void Nothing_is_deployed_at_first()
    {
        using var deployer = bench.Deployer();

        Assert.Empty(deployer.Current.Resources);
        Assert.Equal(("111122223333", "us-east-1"), (deployer.Current.Account, deployer.Current.Region));
    }

    [Fact]
    public async Task A_step_sees_what_is_coming_before_anybody_else_does()
    {
        using var deployer = bench.With(("One", Before)).Deployer();
        Deployed? seen = null;
        bench.Steps.Add(
            new Step(next =>
            {
                Assert.Empty(deployer.Current.Resources);
                seen = next;
            })
        );

        await deployer.DeployAsync(bench.Assembly);

        Assert.Same(seen, deployer.Current);
    }

    [Fact]
    public async Task A_step_that_refuses_leaves_all_as_it_was()
    {
        using var deployer = bench.With(("One", Before)).Deployer();
        await deployer.DeployAsync(bench.Assembly);
        var (before, outputs, guarded) = (deployer.Current, Read("outputs.json"), Read("deployed.json"));
        bench.Steps.Add(new Step(_ => throw new DeploymentException("No.")));
        bench.With(("One", After));

        await Assert.ThrowsAsync<DeploymentException>(() => deployer.DeployAsync(bench.Assembly));

        Assert.Same(before, deployer.Current);
        Assert.Equal((outputs, guarded), (Read("outputs.json"), Read("deployed.json")));
    }

    [Fact]
    public async Task A_broken_template_leaves_all_as_it_was_and_runs_no_step()
    {
        using var deployer = bench.With(("One", Before)).Deployer();
        await deployer.DeployAsync(bench.Assembly);
        var before = deployer.Current;
        bench.Steps.Add(new Step(_ => Assert.Fail("A step ran.")));
        bench.Write("One.template.json", "{");

        await Assert.ThrowsAsync<DeploymentException>(() => deployer.DeployAsync(bench.Assembly));

        Assert.Same(before, deployer.Current);
    }

    [Fact]
    public async Task Names_are_kept_before_anything_is_made_under_them()
    {
        string? kept = null;
        bench.Steps.Add(new Step(_ => kept = Read("names.json")));

        await bench.With(("One", Before)).DeployAsync();

        Assert.Contains("AWS::SSM::Parameter", kept, StringComparison.Ordinal);
        Assert.Equal(kept, Read("names.json"));
    }

    [Fact]
    public async Task Outputs_are_written_in_the_format_of_the_CDK()
    {
        await bench.With(("One", Before), ("Two", """{"Resources": {}}""")).DeployAsync();

        Assert.Equal("""{"One":{"Name":"before"},"Two":{}}""", System.Text.Json.Nodes.JsonNode.Parse(Read("outputs.json"))!.ToJsonString());
    }

    [Fact]
    public async Task A_deployment_tells_what_it_changed()
    {
        var log = new Lines<Deployer>();
        bench.Log = log;
        using var deployer = bench.With(("One", Before)).Deployer();

        await deployer.DeployAsync(bench.Assembly);
        bench.With(("One", After));
        await deployer.DeployAsync(bench.Assembly);
        await deployer.DeployAsync(bench.Assembly);
        bench.With(("One", """{"Resources": {"Q": {"Type": "AWS::SSM::Parameter"}}}"""));
        await deployer.DeployAsync(bench.Assembly);

        Assert.Equal(
            [
                $"Information: Deployed 1 resources of 1 stacks from {bench.Assembly} as account 111122223333 in us-east-1",
                "Information: Deployed again: added One/Q; changed One/P",
                "Information: Deployed again: no resource changed",
                "Information: Deployed again: removed One/P",
            ],
            log.All
        );
    }

    [Fact]
    public async Task Code_of_a_function_outlives_its_assembly_and_is_replaced_by_other_code()
    {
        var asset = Directory.CreateDirectory(Path.Combine(bench.Assembly, "asset.abc")).FullName;
        Directory.CreateDirectory(Path.Combine(asset, "certificates"));
        await File.WriteAllTextAsync(Path.Combine(asset, "bootstrap"), "one");
        await File.WriteAllTextAsync(Path.Combine(asset, "certificates", "roots.pem"), "roots");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(asset, "bootstrap"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var deployer = bench.WithAsset("asset.abc", "abc.zip").With(("One", Function("abc.zip"))).Deployer();
        await deployer.DeployAsync(bench.Assembly);
        var function = deployer.Current.Resources.Single();
        var first = deployer.CodeOf(function);

        Directory.Delete(asset, recursive: true);
        Assert.Equal(
            ("one", "roots"),
            (
                await File.ReadAllTextAsync(Path.Combine(first, "bootstrap")),
                await File.ReadAllTextAsync(Path.Combine(first, "certificates", "roots.pem"))
            )
        );
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(first, "bootstrap")));

        // A request that is under way may still run what was deployed before.
        await DeployAsync("asset.def", "def.zip", "two");
        Assert.Equal((first, "one"), (deployer.CodeOf(function), await File.ReadAllTextAsync(Path.Combine(first, "bootstrap"))));
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(deployer.CodeOf(deployer.Current.Resources.Single()), "bootstrap")));

        // Compilers differ in the bytes that they make of the same sources, whose hash the key is.
        await DeployAsync("asset.def", "def.zip", "three");
        Assert.Equal("three", await File.ReadAllTextAsync(Path.Combine(deployer.CodeOf(deployer.Current.Resources.Single()), "bootstrap")));

        using var next = bench.Deployer();
        await next.DeployAsync(bench.Assembly);
        Assert.Equal([next.CodeOf(next.Current.Resources.Single())], Directory.GetDirectories(bench.State["code"]));

        Task DeployAsync(string folder, string key, string program)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(bench.Assembly, folder)).FullName, "bootstrap"), program);
            return deployer.DeployAsync(bench.WithAsset(folder, key).With(("One", Function(key))).Assembly);
        }
    }

    [Fact]
    public async Task A_copy_of_code_that_was_cut_short_is_made_anew()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Directory.CreateDirectory(Path.Combine(bench.Assembly, "asset.abc")).FullName, "bootstrap"),
            "one"
        );
        using var deployer = bench.WithAsset("asset.abc", "abc.zip").With(("One", Function("abc.zip"))).Deployer();
        await deployer.DeployAsync(bench.Assembly);
        var folder = deployer.CodeOf(deployer.Current.Resources.Single());
        Directory.Move(folder, folder + ".new");
        await File.WriteAllTextAsync(Path.Combine(folder + ".new", "bootstrap"), "o");

        await deployer.DeployAsync(bench.Assembly);

        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(folder, "bootstrap")));
    }

    [Fact]
    public async Task Code_that_is_packed_is_unpacked()
    {
        var source = Directory.CreateDirectory(Path.Combine(bench.Assembly, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "bootstrap"), "#!/bin/sh");
        await ZipFile.CreateFromDirectoryAsync(source, Path.Combine(bench.Assembly, "asset.abc.zip"));
        using var deployer = bench.WithAsset("asset.abc.zip", "abc.zip").With(("One", Function("abc.zip"))).Deployer();

        await deployer.DeployAsync(bench.Assembly);
        await deployer.DeployAsync(bench.Assembly);

        Assert.Equal(
            "#!/bin/sh",
            await File.ReadAllTextAsync(Path.Combine(deployer.CodeOf(deployer.Current.Resources.Single()), "bootstrap"))
        );
    }

    [Fact]
    public async Task An_asset_that_is_missing_is_refused()
    {
        bench.With(("One", Function("abc.zip")));
        Assert.Equal(
            "One: F.Code: no *.assets.json of the cloud assembly tells of abc.zip. Synthesize again: npx cdk synth.",
            await bench.RefusalAsync()
        );

        bench.WithAsset("asset.abc", "abc.zip").With(("One", Function("abc.zip")));
        Assert.Equal(
            $"One: F.Code: {Path.Combine(bench.Assembly, "asset.abc")} is not there. Synthesize again: npx cdk synth.",
            await bench.RefusalAsync()
        );
    }

    [Fact]
    public async Task Inline_code_is_refused_when_it_is_asked_for()
    {
        using var deployer = bench
            .With(("One", """{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ZipFile": "x"}}}}}"""))
            .Deployer();
        await deployer.DeployAsync(bench.Assembly);

        Assert.Contains(
            "only code of an asset is run here",
            Assert.Throws<DeploymentException>(() => deployer.CodeOf(deployer.Current.Resources.Single())).Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => bench.Dispose();

    private static string Function(string key) =>
        $$$"""{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Bucket": {"Fn::Sub": "cdk-assets-${AWS::AccountId}"}, "S3Key": "{{{key}}}"} } } } }""";

    private string Read(string file) => File.ReadAllText(bench.State[file]);
}
