using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Imports;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.UserPools;

public sealed class ImportTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string Role = "arn:aws:iam::111122223333:role/import-logs";
    private static readonly string[] Columns = ["cognito:username", "email", "email_verified", "name", "custom:tenant", "birthdate"];

    [Fact]
    public async Task Users_of_a_file_must_reset_their_password_and_have_their_attributes()
    {
        host.Deploy();
        var (anna, bert) = (PoolHost.NewEmail(), PoolHost.NewEmail());

        var job = await ImportAsync([anna, anna, "TRUE", @"Doe\, Anna", "blue", "02/01/1985"], [bert, bert, "true", "", "", ""]);

        Assert.Equal(("Succeeded", 2, 0, 0), Outcome(job));
        var user = await host.AdminAsync("AdminGetUser", new { Username = anna });
        Assert.Equal("RESET_REQUIRED", user["UserStatus"]!.ToString());
        var attributes = user["UserAttributes"];
        Assert.Equal("Doe, Anna", PoolHost.Attribute(attributes, "name"));
        Assert.Equal("blue", PoolHost.Attribute(attributes, "custom:tenant"));
        Assert.Equal("1985-02-01", PoolHost.Attribute(attributes, "birthdate"));
        Assert.Equal("true", PoolHost.Attribute(attributes, "email_verified"));
    }

    [Fact]
    public async Task A_user_who_is_there_is_skipped_and_a_row_that_is_wrong_fails_alone()
    {
        host.Deploy();
        var known = await host.UserAsync();
        var (fine, unverified, twice) = (PoolHost.NewEmail(), PoolHost.NewEmail(), PoolHost.NewEmail());

        var job = await ImportAsync(
            [known, known, "true", "", "", ""],
            [fine, fine, "true", "", "", ""],
            [unverified, unverified, "false", "", "", ""],
            [twice, twice, "true", "", "", ""],
            [twice, twice, "true", "", "", ""],
            [PoolHost.NewEmail(), "", "true", "", "", ""],
            ["no address", "a@example.com", "true", "", "", ""],
            [PoolHost.NewEmail(), "", "maybe", "", "", ""]
        );

        Assert.Equal(("Succeeded", 2, 2, 4), Outcome(job));
        await host.AdminRefusedAsync("UserNotFoundException", "AdminGetUser", new { Username = unverified });
        Assert.Equal("CONFIRMED", (await host.AdminAsync("AdminGetUser", new { Username = known }))["UserStatus"]!.ToString());
    }

    [Fact]
    public async Task A_file_without_a_column_or_with_a_strange_one_fails_as_a_whole()
    {
        host.Deploy();
        var job = await CreateAsync();
        Assert.True(await UploadAsync(job, "cognito:username,email,shoe\na@example.com,a@example.com,42\n"));

        var ended = await StartAsync(job);

        Assert.Equal("Failed", ended["Status"]!.ToString());
        Assert.Contains("has no column", ended["CompletionMessage"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("Failed", (await StartAsync(await CreateAsync()))["Status"]!.ToString());
    }

    [Fact]
    public async Task A_pool_without_an_auto_verified_attribute_starts_no_job()
    {
        host.Deploy(new { AutoVerifiedAttributes = Array.Empty<string>() });

        var job = await CreateAsync();

        await host.AdminRefusedAsync("PreconditionNotMetException", "StartUserImportJob", new { JobId = job["JobId"]!.ToString() });
    }

    [Fact]
    public async Task A_job_starts_once_and_its_upload_is_of_whoever_made_it()
    {
        host.Deploy();
        var job = await CreateAsync();
        Assert.False(await host.Services.GetRequiredService<ImportJobs>().UploadAsync(Templates.PoolId, job["JobId"]!.ToString(), "", ""));
        await StartAsync(job);

        await host.AdminRefusedAsync("PreconditionNotMetException", "StartUserImportJob", new { JobId = job["JobId"]!.ToString() });
        await host.AdminRefusedAsync("PreconditionNotMetException", "StopUserImportJob", new { JobId = job["JobId"]!.ToString() });
        Assert.False(await UploadAsync(job, "late"));
        await host.AdminRefusedAsync("ResourceNotFoundException", "DescribeUserImportJob", new { JobId = "import-other" });
        var all = (await host.AdminAsync("ListUserImportJobs", new { MaxResults = 10 }))["UserImportJobs"]!.AsArray();
        Assert.Contains(all, j => j!["JobId"]!.ToString() == job["JobId"]!.ToString());
    }

    [Theory]
    [InlineData("people!", Role, null)]
    [InlineData("people", "role", null)]
    [InlineData("people", "arn:aws:iam::999999999999:role/of-others", null)]
    [InlineData("people", Role, "MD5")]
    public async Task A_job_is_made_of_what_AWS_takes(string name, string role, string? hashes)
    {
        host.Deploy();

        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "CreateUserImportJob",
            new
            {
                JobName = name,
                CloudWatchLogsRoleArn = role,
                PasswordHashingAlgorithm = hashes,
            }
        );
    }

    [Fact]
    public async Task A_role_that_does_not_let_Cognito_in_is_refused()
    {
        host.Deploy(others: [Templates.Resource("AWS::IAM::Role", "import-logs", [], Role)]);

        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "CreateUserImportJob",
            new { JobName = "people", CloudWatchLogsRoleArn = Role }
        );
    }

    [Fact]
    public async Task The_header_names_every_attribute_that_a_user_may_bring()
    {
        host.Deploy();

        var header = (await host.AdminAsync("GetCSVHeader", new { }))["CSVHeader"]!.AsArray().Select(c => c!.ToString()).ToList();

        Assert.Equal(21 + 2, header.Count);
        Assert.Empty(new[] { "cognito:username", "cognito:mfa_enabled", "email_verified", "custom:tenant" }.Except(header));
        Assert.DoesNotContain("sub", header);
    }

    [Fact]
    public async Task Whoever_comes_with_a_hash_keeps_the_password_and_it_is_kept_as_every_other_from_then_on()
    {
        host.Deploy();
        var (anna, wrong) = (PoolHost.NewEmail(), PoolHost.NewEmail());
        const string Hash = "$2b$05$abcdefghijklmnopqrstuuj/aLJy6Mhdgy3.JJ.sKgEx3joSKoG.m";
        var header = (await host.AdminAsync("GetCSVHeader", new { }))["CSVHeader"]!.AsArray().Select(c => c!.ToString()).ToList();
        var rows = new[] { (anna, Hash), (wrong, "5f4dcc3b5aa765d61d8327deb882cf99") }.Select(r => Row(header, r.Item1) + "," + r.Item2);
        var job = await CreateAsync("BCRYPT");
        await UploadAsync(job, string.Join('\n', [string.Join(',', header) + ",cognito:password_hash", .. rows, ""]));

        var ended = await StartAsync(job);

        Assert.Equal(("Succeeded", 1, 0, 1), Outcome(ended));
        Assert.Equal("CONFIRMED", (await host.AdminAsync("AdminGetUser", new { Username = anna }))["UserStatus"]!.ToString());
        await host.RefusedAsync("NotAuthorizedException", () => host.SignInAsync(anna, "Correct-horse-8"));
        await host.TokensAsync(anna, PoolHost.Password);
        await host.TokensAsync(anna, PoolHost.Password);
        var kept = host
            .Services.GetRequiredService<Local.UserPools.Store.Users>()
            .Find(host.Services.GetRequiredService<Local.UserPools.Settings.Pools>().Get(Templates.PoolId), anna);
        Assert.DoesNotContain("$2b$", kept!.Password!.Kept, StringComparison.Ordinal);
    }

    private async Task<JsonObject> CreateAsync(string? hashes = null)
    {
        var input = new
        {
            JobName = "people",
            CloudWatchLogsRoleArn = Role,
            PasswordHashingAlgorithm = hashes,
        };
        return (await host.AdminAsync("CreateUserImportJob", input))["UserImportJob"]!.AsObject();
    }

    private static string Row(List<string> header, string email) =>
        string.Join(
            ',',
            header.Select(column =>
                column switch
                {
                    "cognito:username" or "email" => email,
                    "email_verified" => "true",
                    "cognito:mfa_enabled" => "false",
                    _ => "",
                }
            )
        );

    private Task<bool> UploadAsync(JsonObject job, string file) =>
        host
            .Services.GetRequiredService<ImportJobs>()
            .UploadAsync(Templates.PoolId, job["JobId"]!.ToString(), job["PreSignedUrl"]!.ToString().Split('=')[^1], file);

    private async Task<JsonObject> StartAsync(JsonObject job)
    {
        var id = new { JobId = job["JobId"]!.ToString() };
        await host.AdminAsync("StartUserImportJob", id);
        for (var waited = 0; waited < 600; waited++)
        {
            var now = (await host.AdminAsync("DescribeUserImportJob", id))["UserImportJob"]!.AsObject();
            if (now["Status"]!.ToString() is not ("Pending" or "InProgress"))
                return now;
            await Task.Delay(100);
        }
        throw new TimeoutException("The job does not end.");
    }

    private async Task<JsonObject> ImportAsync(params string[][] rows)
    {
        var header = (await host.AdminAsync("GetCSVHeader", new { }))["CSVHeader"]!.AsArray().Select(c => c!.ToString()).ToList();
        var lines = rows.Select(row =>
            string.Join(
                ',',
                header.Select(column =>
                    column == "cognito:mfa_enabled" ? "false"
                    : Array.IndexOf(Columns, column) is >= 0 and var i ? row[i]
                    : ""
                )
            )
        );
        var job = await CreateAsync();
        Assert.True(await UploadAsync(job, string.Join('\n', [string.Join(',', header), .. lines, ""])));
        return await StartAsync(job);
    }

    private static (string Status, int Imported, int Skipped, int Failed) Outcome(JsonObject job) =>
        (
            job["Status"]!.ToString(),
            job["ImportedUsers"]!.GetValue<int>(),
            job["SkippedUsers"]!.GetValue<int>(),
            job["FailedUsers"]!.GetValue<int>()
        );
}
