namespace CognitoStack.Tests.App;

/// <summary>What an engineer sees of the app: which file is read, and what happens when it is wrong.</summary>
public sealed class CommandLineTests
{
    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public async Task A_wrong_file_ends_with_every_error_on_a_line_and_nothing_written()
    {
        using var app = new CommandLine().Write(
            "cdk/environments/test.json",
            """{ "name": "test", "regoin": "eu-west-1", "userPool": { "mfa": { "factors": ["sms"] } }, "account": "111122223333" }"""
        );
        var (exitCode, error) = await app.Run("test");
        Assert.Equal(1, exitCode);
        Assert.Equal(
            ["test.json: $.region:", "test.json: $.regoin:", "test.json: $.userPool.mfa.factors[0]:"],
            error
                .Split(NewLine, StringSplitOptions.RemoveEmptyEntries)
                .Select(line => string.Join(' ', line.Split(' ')[..2]))
                .Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        NothingIsWritten(app);
    }

    [Fact]
    public async Task A_name_without_a_file_lists_the_names_that_have_one()
    {
        using var app = new CommandLine()
            .Write("cdk/environments/dev.json", "{}")
            .Write("cdk/environments/prod.json", "{}")
            .Write("cdk/environments/environment.schema.json", "{}");
        var (exitCode, error) = await app.Run("pord");
        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"{Path.Combine("cdk/environments", "pord.json")}: there is no such file. Chosen by \"-c environment=pord\"; there are dev, prod in cdk/environments, or give a path that ends in .json.{NewLine}",
            error
        );
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        NothingIsWritten(app);
    }

    [Fact]
    public async Task A_copied_file_with_the_old_name_is_refused_before_it_is_deployed_over_the_old_environment()
    {
        using var app = new CommandLine().Write("cdk/environments/staging.json", """{ "name": "prod" }""");
        Assert.Equal(
            (1, $"staging.json: $.name: is \"prod\", but the file is staging.json. Make them equal.{NewLine}"),
            await app.Run("staging")
        );
        NothingIsWritten(app);
    }

    [Fact]
    public async Task A_function_that_was_not_built_says_how_to_build_it()
    {
        using var app = new CommandLine().Write("cdk/environments/dev.json", """{ "name": "dev" }""");
        Directory.Delete(app.PathOf("artifacts"), recursive: true);
        var (exitCode, error) = await app.Run("dev");
        Assert.Equal(1, exitCode);
        Assert.EndsWith($"has not been built. Run \"npm run build\".{NewLine}", error, StringComparison.Ordinal);
        NothingIsWritten(app);
    }

    [LinuxFact]
    public async Task A_path_is_read_wherever_it_leads_and_functions_bear_the_hash_of_their_sources()
    {
        using var app = new CommandLine().Write("teams/a/any-name.json", """{ "name": "team-a" }""");
        Assert.Equal((0, string.Empty), await app.Run("teams/a/any-name.json"));
        Assert.True(File.Exists(Path.Combine(app.Output, "CognitoStack-team-a-Authorization.template.json")));
        Assert.Equal(Expected("PostAuthentication", "PreAuthentication"), app.CodeHashes("team-a").Order(StringComparer.Ordinal));
    }

    [LinuxFact]
    public async Task Where_functions_cannot_be_built_AWS_s_image_builds_them_under_the_same_hash()
    {
        // A docker that writes down how it was called, and leaves a function where one is expected.
        using var app = new CommandLine()
            .Write("cdk/environments/dev.json", """{ "name": "dev" }""")
            .Write(
                "docker",
                """
                #!/bin/sh
                {
                  printf 'CALL\n'
                  for word in "$@"; do
                    printf '%s\n' "$word"
                    case "$word" in *:/asset-output*) printf 'code' > "${word%%:/asset-output*}/bootstrap" ;; esac
                  done
                } >> "$(dirname "$0")/calls"
                """
            );
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(app.PathOf("docker"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        foreach (var function in CommandLine.Functions)
            Directory.Delete(app.PathOf($"artifacts/functions/{function}"), recursive: true);

        // No environment chosen: dev is the default.
        var (exitCode, error) = await app.Run(null, ("COGNITOSTACK_BUNDLING", "docker"), ("CDK_DOCKER", app.PathOf("docker")));

        Assert.True(exitCode == 0, error);
        Assert.Equal(Expected("PostAuthentication", "PreAuthentication"), app.CodeHashes("dev").Order(StringComparer.Ordinal));
        var calls = (await File.ReadAllTextAsync(app.PathOf("calls")))
            .Split("CALL\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(c => c.Split('\n'))
            .ToList();
        Assert.Equal(CommandLine.Functions.Count, calls.Count);
        foreach (var function in CommandLine.Functions)
        {
            var words = Assert.Single(calls, c => c.Any(w => w.Contains($"/{function}.csproj", StringComparison.Ordinal)));
            Assert.Equal("run", words[0]);
            Assert.Equal("linux/amd64", words[Array.IndexOf(words, "--platform") + 1]);
            Assert.Equal("root", words[Array.IndexOf(words, "-u") + 1]);
            Assert.Contains($"{app.PathOf(string.Empty).TrimEnd('/')}:/asset-input:delegated", words);
            Assert.Contains($"{app.PathOf($"artifacts/functions/{function}")}:/asset-output:delegated", words);
            var image = Array.IndexOf(words, "public.ecr.aws/sam/build-dotnet10");
            Assert.True(image > 0, string.Join(' ', words));
            Assert.Equal(
                [
                    "bash",
                    "-c",
                    "mkdir /tmp/src && cd /asset-input && cp -r lambdas global.json Directory.Build.props Directory.Packages.props /tmp/src"
                        + $" && dotnet publish /tmp/src/lambdas/{function}/{function}.csproj -c Release -r linux-x64 -o /tmp/out"
                        + " && cp /tmp/out/amazon-roots.pem /asset-output/amazon-roots.pem.new && mv /asset-output/amazon-roots.pem.new /asset-output/amazon-roots.pem"
                        + " && cp /tmp/out/bootstrap /asset-output/bootstrap.new && mv /asset-output/bootstrap.new /asset-output/bootstrap",
                    "",
                ],
                words[(image + 1)..]
            );
        }
    }

    private static IEnumerable<string> Expected(params string[] functions) =>
        functions.Select(f => CommandLine.Asset(f)).Order(StringComparer.Ordinal);

    private static void NothingIsWritten(CommandLine app) =>
        Assert.False(Directory.Exists(app.Output) && Directory.EnumerateFileSystemEntries(app.Output).Any(), "Something was written.");
}
