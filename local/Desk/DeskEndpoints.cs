using System.Globalization;
using CognitoStack.Local.Coverage;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.StandIns;
using CognitoStack.Local.UserPools.Messages;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.Desk;

/// <summary>One page for the person at the machine: where to sign in, what was sent, who there is, what was decided and why.</summary>
internal static class DeskEndpoints
{
    private const int MostRows = 50;

    public static IServiceCollection AddDesk(this IServiceCollection services) =>
        services
            .AddSingleton<RecentLines>()
            .AddSingleton<ILoggerProvider>(s => s.GetRequiredService<RecentLines>())
            .AddSingleton<DeskReader>();

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_local/", ShowAsync);
        routes.MapGet("/_local/desk.css", () => Results.Text(ProgramFiles.Text("desk.css"), "text/css; charset=utf-8"));
    }

    // Codes are on it, and they let anybody in: no page of another site may read it, whatever name it gives this machine.
    private static async Task ShowAsync(HttpContext http, DeskReader reader, HtmlPages pages)
    {
        if (
            !http.Request.IsForThisMachineItself()
            || http.Request.Headers.Origin.Count > 0
            || http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "none" or "same-origin")
        )
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        await pages.WriteAsync<DeskPage>(http, nameof(DeskPage.View), reader.Read(), StatusCodes.Status200OK);
    }

    /// <summary>Reads what the desk shows.</summary>
    internal sealed class DeskReader(
        Pools pools,
        Database database,
        Mailbox mailbox,
        RecentLines lines,
        SupportTable support,
        IDeployment deployment,
        HostEndpoint endpoint,
        IEnumerable<IProviderClients> apps,
        ProviderTargets targets,
        StandInCatalog standIns,
        People people,
        ProviderJournal journal
    )
    {
        public DeskView Read() =>
            new()
            {
                SignIns =
                [
                    .. pools.All.SelectMany(pool =>
                        pool.Clients.Values.OrderBy(c => c.Resource.LogicalId).Where(c => c.HasPages).Select(client => SignIn(pool, client))
                    ),
                ],
                Messages =
                [
                    .. mailbox
                        .To(null)
                        .Reverse()
                        .Take(MostRows)
                        .Select(m => new MessageView(
                            DateTimeOffset
                                .Parse(m!["sentAt"]!.ToString(), CultureInfo.InvariantCulture)
                                .ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                            m["recipient"]!.ToString(),
                            m["medium"]!.ToString(),
                            m["subject"]!.ToString(),
                            m["body"]!.ToString(),
                            m["code"]!.ToString()
                        )),
                ],
                Users =
                [
                    .. pools.All.SelectMany(pool =>
                        database.Read(sql => sql.List(pool.Id, null, 0, MostRows).Select(row => View(sql, pool, row.User)).ToList())
                    ),
                ],
                Groups = [.. pools.All.SelectMany(pool => database.Read(sql => sql.Groups(pool)).Keys).Order()],
                Providers =
                [
                    .. apps.SelectMany(a => a.Of(deployment.Current))
                        .DistinctBy(c => c.Provider)
                        .OrderBy(c => c.Provider, StringComparer.Ordinal)
                        .Select(View),
                ],
                ProviderMessages =
                [
                    .. journal
                        .Newest.Take(MostRows)
                        .Select(e => new ProviderMessageView(
                            e.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                            e.Provider,
                            e.Outcome,
                            e.Checked,
                            e.Content
                        )),
                ],
                Decisions = [.. lines.Decisions.Take(MostRows)],
                Functions = [.. lines.Functions.Take(MostRows)],
                Support = [.. support.Rows(deployment.Current)],
            };

        private ProviderView View(ProviderClient client)
        {
            var address = targets.Address(client.Provider, endpoint.Pages);
            var standIn = standIns.Find(client.Provider);
            return new(
                client.Provider,
                client.Kind,
                standIn is not null ? "a stand-in"
                    : address is null ? "the real one"
                    : address,
                standIn?.Address,
                standIn is null ? "" : string.Join(", ", people.Of(standIn).Select(p => p.Name))
            );
        }

        private SignInView SignIn(UserPool pool, AppClient client) =>
            new(
                pool.Resource.Text("UserPoolName") ?? pool.Id,
                client.Resource.Text("ClientName") ?? client.Id,
                client.CallbackUrls[0],
                endpoint.Pages + client.SignInPath
            );

        private static UserView View(Sql sql, UserPool pool, User user) =>
            new(
                user["email"] ?? user["phone_number"] ?? user.Username,
                user.Sub,
                user.IsEnabled ? user.Status : $"{user.Status}, disabled",
                string.Join(", ", sql.GroupsOf(pool, user).Select(g => g.Name)),
                user.MfaSettings is { Length: > 0 } factors ? string.Join(", ", factors) : "none"
            );
    }
}
