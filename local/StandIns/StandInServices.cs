using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.StandIns.OpenId;
using CognitoStack.Local.StandIns.Saml;

namespace CognitoStack.Local.StandIns;

/// <summary>Registers the stand-ins.</summary>
public static class StandInServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddStandIns(this IServiceCollection services) =>
        services
            .AddSingleton<StandInCatalog>()
            .AddSingleton<People>()
            .AddSingleton<PeoplePages>()
            .AddSingleton<StandInTokens>()
            .AddSingleton<StandInCodes>()
            .AddSingleton<StandInSignIn>()
            .AddSingleton<StandInTokenEndpoint>()
            .AddSingleton<SamlRequests>()
            .AddSingleton<SamlResponses>()
            .AddSingleton<IStandInProtocol, OpenIdStandIn>()
            .AddSingleton<IStandInProtocol, SamlStandIn>()
            .AddSingleton<IDeploymentStep, ProviderStep>();

    /// <summary>Maps each below its own address.</summary>
    public static void MapStandIns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_local/submit.js", () => Results.Text(ProgramFiles.Text("submit.js"), "text/javascript; charset=utf-8"));
        routes.MapMethods($"{Providers.ProviderTargets.StandInPath}/{{name}}/{{**path}}", ["GET", "HEAD", "POST"], AnswerAsync);
    }

    private static Task AnswerAsync(
        HttpContext http,
        string name,
        string? path,
        StandInCatalog catalog,
        IEnumerable<IStandInProtocol> protocols
    )
    {
        if (catalog.InAddress(name) is { } standIn && protocols.First(p => p.Speaks(standIn)).Find(path ?? "") is { } answer)
            return answer(http, standIn);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        // It does not repeat the address, which anybody may have written.
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync("There is no stand-in here with this address.");
    }
}
