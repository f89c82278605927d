using System.Text;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Looks;

/// <summary>Style sheets and images of the pages. No bucket has an underscore in its name: nothing of S3's is in the way.</summary>
internal static class LookEndpoints
{
    public static void MapLooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_login/passkeys.js", (HttpContext http) => File(http, Passkeys, "text/javascript; charset=utf-8"));
        routes.MapGet(
            "/_login/{client}/{version}/style.css",
            (HttpContext http, string client, LookCatalog looks, Pools pools) =>
                Find(client, looks, pools) is { } look
                    ? File(http, Encoding.UTF8.GetBytes(look.Css), "text/css; charset=utf-8")
                    : Results.NotFound()
        );
        routes.MapGet(
            "/_login/{client}/{version}/images/{index:int}",
            (HttpContext http, string client, int index, LookCatalog looks, Pools pools) =>
                Find(client, looks, pools) is { } look && index >= 0 && index < look.Images.Length
                    ? File(http, look.Images[index].Bytes, look.Images[index].ContentType)
                    : Results.NotFound()
        );
    }

    private static readonly byte[] Passkeys = Encoding.UTF8.GetBytes(ProgramFiles.Text("passkeys.js"));

    private static Look? Find(string client, LookCatalog looks, Pools pools) =>
        client == LookCatalog.NoClient ? LookCatalog.Standard
        : pools.FindClient(client) is var (_, found) ? looks.Of(found)
        : null;

    // An image that somebody opens by itself must not run what it holds.
    private static IResult File(HttpContext http, ReadOnlyMemory<byte> content, string type)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, max-age=3600";
        return Results.Bytes(content, type);
    }
}
