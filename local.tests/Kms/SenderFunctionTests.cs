using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Front;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Functions;
using CognitoStack.Local.UserPools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pool = CognitoStack.Local.Tests.UserPools.Templates;

namespace CognitoStack.Local.Tests.Kms;

/// <summary>A function as AWS's page has it: it decrypts the code with the Encryption SDK, by the rights of its own role.</summary>
public sealed class SenderFunctionTests : IAsyncLifetime, IDisposable
{
    private const string FunctionArn = "arn:aws:lambda:eu-central-1:111122223333:function:trigger",
        KeyArn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000c0de";
    private static readonly string Script = $$"""
        const require = (await import('node:module')).createRequire('{{TestResources.Root}}/');
        const { KmsKeyringNode, buildClient, CommitmentPolicy } = require('@aws-crypto/client-node');
        const { writeFileSync, renameSync } = await import('node:fs');
        const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
        const keyring = new KmsKeyringNode({ keyIds: [process.env.KEY_ARN] });
        await serve(async ({ triggerSource, request }) => {
          const said = await decrypt(keyring, Buffer.from(request.code, 'base64')).then(({ plaintext }) => `${triggerSource} ${plaintext}`, (error) => error.message);
          writeFileSync(process.env.SENT + '.part', said);
          renameSync(process.env.SENT + '.part', process.env.SENT);
        });
        """;

    private readonly FunctionBench bench = new();
    private readonly string folder = Directory.CreateTempSubdirectory("senders-").FullName;
    private readonly HttpClient http = new();
    private WebApplication app = null!;

    private string Sent => Path.Combine(folder, "sent");

    [Fact]
    public async Task It_reads_the_code_where_its_role_may_decrypt_for_this_user_pool()
    {
        Deploy("""{ "StringEquals": { "kms:EncryptionContext:userpool-id": "eu-west-1_Pool12345" } }""");

        var said = await SignUpAsync("ann@example.com");

        Assert.StartsWith("CustomEmailSender_SignUp ", said, StringComparison.Ordinal);
        await CallAsync(
            "ConfirmSignUp",
            new
            {
                ClientId = "web",
                Username = "ann@example.com",
                ConfirmationCode = said.Split(' ')[1],
            }
        );
    }

    [Fact]
    public async Task It_reads_nothing_where_its_role_may_not()
    {
        Deploy("""{ "StringEquals": { "kms:EncryptionContext:userpool-id": "another" } }""");

        Assert.Contains("not authorized to perform: kms:Decrypt", await SignUpAsync("ben@example.com"), StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        var port = Listening.Port(0);
        http.BaseAddress = new Uri($"http://127.0.0.1:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(http.BaseAddress.ToString());
        builder
            .Services.AddSingleton(new StateFolder(Path.Combine(folder, "state")))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IDeployment>(bench)
            .AddSingleton<IResourceChanges>(new FakeDeployment())
            .AddSingleton(new HostEndpoint(http.BaseAddress))
            .AddAccess()
            .AddKms()
            .AddCloudWatch()
            .AddLogs()
            .AddFirewall()
            .AddFunctions()
            .AddProviders(ProviderTargets.StandIns)
            .AddUserPools();
        app = builder.Build();
        app.UseLoopbackOnly().MapAws();
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await bench.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => http.Dispose();

    private void Deploy(string condition)
    {
        var function = bench.Node(
            Script,
            new JsonObject
            {
                ["Environment"] = new JsonObject
                {
                    ["Variables"] = new JsonObject { ["KEY_ARN"] = KeyArn, ["SENT"] = Sent },
                },
            }.ToJsonString()
        );
        bench.Current = FunctionBench.Deploy(
            Pool.Resource(
                "AWS::Cognito::UserPool",
                Pool.PoolId,
                Pool.Pool(
                    new
                    {
                        LambdaConfig = new
                        {
                            CustomEmailSender = new { LambdaArn = FunctionArn, LambdaVersion = "V1_0" },
                            KMSKeyID = KeyArn,
                        },
                    }
                ),
                Pool.PoolArn
            ),
            Pool.Resource("AWS::Cognito::UserPoolClient", "web", Pool.Client()),
            TestResources.Of("AWS::KMS::Key", KeyArn.Split('/')[1], KeyArn, []),
            function,
            Pool.Resource(
                "AWS::Lambda::Permission",
                "permission",
                Pool.Json(
                    new
                    {
                        Action = "lambda:InvokeFunction",
                        FunctionName = FunctionArn,
                        Principal = "cognito-idp.amazonaws.com",
                    }
                )
            ),
            TestResources.Role("Trigger", TestResources.Statement("Allow", "kms:Decrypt", KeyArn, condition))
        );
    }

    private async Task<string> SignUpAsync(string email)
    {
        await CallAsync(
            "SignUp",
            new
            {
                ClientId = "web",
                Username = email,
                Password = "Correct-horse-7",
            }
        );
        await FunctionBench.UntilAsync(() => File.Exists(Sent), "the function has sent something");
        return await File.ReadAllTextAsync(Sent);
    }

    private async Task CallAsync(string operation, object input)
    {
        using var body = new StringContent(System.Text.Json.JsonSerializer.Serialize(input), Encoding.UTF8);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        body.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var answer = await http.PostAsync("/", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
