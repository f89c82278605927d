using System.Diagnostics;
using CognitoStack.Local.Access;
using CognitoStack.Local.CloudFormation;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Desk;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Firewall;
using CognitoStack.Local.Front;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.Iam;
using CognitoStack.Local.IdentityPools;
using CognitoStack.Local.Images;
using CognitoStack.Local.Kms;
using CognitoStack.Local.Logs;
using CognitoStack.Local.Metrics;
using CognitoStack.Local.Notifications;
using CognitoStack.Local.Parameters;
using CognitoStack.Local.Processes;
using CognitoStack.Local.Providers;
using CognitoStack.Local.S3;
using CognitoStack.Local.Secrets;
using CognitoStack.Local.StandIns;
using CognitoStack.Local.Tls;
using CognitoStack.Local.UserPools;
using CognitoStack.Local.UserPools.Login.Protocol;
using CognitoStack.Local.UserPools.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace CognitoStack.Local;

/// <summary>Puts the parts together, deploys, and listens.</summary>
internal static class LocalHost
{
    /// <summary>Where in the state folder <c>npm start</c> keeps its templates and log.</summary>
    private const string RunFolder = "run";

    /// <summary>Runs until it is told to end.</summary>
    /// <exception cref="DeploymentException">It cannot start.</exception>
    public static async Task RunAsync(LocalOptions options, CancellationToken cancel)
    {
        var port = Listening.Port(options.Port);
        var httpsPort = Listening.Port(options.HttpsPort, "--https-port", but: port);
        var state = new StateFolder(options.State);
        using var owned = Listening.Own(state, port);
        // Only now that it is nobody else's. Who trusts the authority is not to be asked again.
        if (options.Fresh)
            state.Empty(Listening.Lock, Listening.Owner, RunFolder, CertificateAuthority.Folder);
        using var authority = CertificateAuthority.Open(state, TimeProvider.System);

        await using var app = Build(options, state, new(new Uri($"http://127.0.0.1:{port}")), httpsPort, authority);
        var stopping = app.Lifetime.ApplicationStopping;
        await using var told = cancel.Register(app.Lifetime.StopApplication);
        if (options.UntilEof)
            EndWithInput(app.Lifetime);
        // The first sign-in has a function call a table, and waits for it no longer than Cognito does.
        var evaluating = app.Services.GetRequiredService<BatchingEvaluator>().StartAsync(stopping);
        var deployer = app.Services.GetRequiredService<Deployer>();
        if (options.Assembly is { } assembly)
            await deployer.DeployAsync(assembly, stopping);
        foreach (var row in app.Services.GetRequiredService<SupportTable>().Rows(deployer.Current))
            Console.WriteLine(row);

        await evaluating;
        await app.StartAsync(stopping);
        // Whoever started this waits for the line.
        Console.WriteLine($"ready http://127.0.0.1:{port}");
        await app.WaitForShutdownAsync(stopping);
    }

    /// <summary>Whoever holds the other end of the input may end in any way, and can say no word then: the input ends with it.</summary>
    private static void EndWithInput(IHostApplicationLifetime life) =>
        new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
                // Nothing is said to it.
            }
            life.StopApplication();
        })
        {
            IsBackground = true,
            Name = "input",
        }.Start();

    private static WebApplication Build(
        LocalOptions options,
        StateFolder state,
        HostEndpoint endpoint,
        int httpsPort,
        CertificateAuthority authority
    )
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.KeepHeaderBytes();
            var certificate = kestrel.ApplicationServices.GetRequiredService<ServerCertificate>();
            foreach (var address in Listening.Addresses)
            {
                kestrel.Listen(address, endpoint.Address.Port);
                // One protocol on both ports, so that both behave the same.
                kestrel.Listen(
                    address,
                    httpsPort,
                    listen =>
                    {
                        listen.Protocols = HttpProtocols.Http1;
                        listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current);
                    }
                );
            }
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder
            .Logging.ClearProviders()
            .AddConsole(console => console.FormatterName = nameof(LineFormatter))
            .AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>()
            .AddFilter("Microsoft", LogLevel.Warning)
            // A cookie that was meant for another host says nothing but that.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical)
            // Keys are as safe as the folder they seal: only its owner reads either.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder
            .Services.AddSingleton(options.ClockAhead == TimeSpan.Zero ? TimeProvider.System : new ClockAhead(options.ClockAhead))
            .AddSingleton(state)
            .AddSingleton(endpoint)
            .AddSingleton(s => new ServerCertificate(
                authority,
                () => s.GetRequiredService<LoginDomains>().CustomDomains,
                TimeProvider.System
            ))
            .AddDeployment(
                new DeploymentOptions
                {
                    SecretsFile = options.Secrets,
                    Watch = options.Watch,
                    AcceptsIgnored = options.AcceptsIgnored,
                }
            )
            .AddAccess()
            .AddChildProcesses()
            .AddKms()
            .AddCloudWatch()
            .AddLogs()
            .AddFirewall()
            .AddS3()
            .AddDynamoDb()
            .AddFunctions()
            .AddProviders(options.Providers)
            .AddStandIns()
            .AddUserPools(options.IsIssuer ? new(endpoint.Pages) : null, new(options.Risk))
            .AddIdentityPools()
            .AddCloudFormation()
            .AddIam()
            .AddSns()
            .AddEcr()
            .AddSecrets()
            .AddSsm()
            .AddCoverage()
            .AddDesk();

        var app = builder.Build();
        app.UseLoopbackOnly().UseLoginPages();
        app.MapControl(options, httpsPort);
        app.MapDesk();
        app.MapStandIns();
        app.MapUserPools();
        app.MapAws();
        return app;
    }

    /// <summary>What the tools ask of a host that is up. A page in a browser may not.</summary>
    private static void MapControl(this WebApplication app, LocalOptions options, int httpsPort)
    {
        var control = app.MapGroup("/_local")
            .AddEndpointFilter(
                async (call, next) =>
                    call.HttpContext.Request.IsOfPage() || !call.HttpContext.Request.IsForThisMachineItself()
                        ? Results.StatusCode(StatusCodes.Status403Forbidden)
                        : await next(call)
            );
        // Whoever has built anew since then is told that an older program answers.
        var since = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        control.MapGet(
            "/health",
            (StateFolder state) =>
                Results.Json(
                    new
                    {
                        state = state.Path,
                        process = Environment.ProcessId,
                        since,
                        httpsPort,
                        issuer = options.IsIssuer ? "local" : "aws",
                    }
                )
        );
        control.MapGet(
            "/support",
            (SupportTable table, IDeployment deployment) =>
                table
                    .Rows(deployment.Current)
                    .Select(row => new
                    {
                        row.Type,
                        row.Count,
                        row.Works,
                        row.Without,
                        row.Honoured,
                        Ignored = row.Ignored.Select(i => new { i.Properties, i.Because }),
                        row.Unknown,
                    })
        );
        control.MapGet("/types", (SupportTable table) => table.Types);
        control.MapPost(
            "/deploy",
            async (Deployer deployer, StateFolder state, CancellationToken cancel) =>
            {
                try
                {
                    await deployer.DeployAsync(
                        options.Assembly
                            ?? throw new DeploymentException(
                                "This local AWS was started with --bare: deploy to it by CloudFormation (npx cdk deploy)."
                            ),
                        cancel
                    );
                    return Results.NoContent();
                }
                catch (Exception e) when (Mishaps.InOneLine(e, state.Path) is { } line)
                {
                    return Results.Json(new { message = line }, statusCode: StatusCodes.Status409Conflict);
                }
            }
        );
    }
}
