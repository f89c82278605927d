using CognitoStack.Local.Http;

namespace CognitoStack.Local.StandIns;

/// <summary>What a person at the page of people has chosen.</summary>
/// <param name="Person">Who to be; null for nobody.</param>
internal sealed record Choice(Person? Person);

/// <summary>Pages of stand-ins.</summary>
internal sealed class PeoplePages(HtmlPages html, People people)
{
    private const int LargestForm = 64 * 1024;

    /// <summary>Name of the button that is no person's.</summary>
    public const string Cancel = "cancel";

    /// <summary>Shows the people; or, once one of them was chosen, tells whom.</summary>
    /// <returns>Null where the page is shown.</returns>
    public async Task<Choice?> ChooseAsync(HttpContext http, StandIn standIn)
    {
        // Who to be is chosen on this page, and not by one of another site.
        var form = HttpMethods.IsPost(http.Request.Method) && http.Request.IsSameOrigin() ? await http.TryReadFormAsync(LargestForm) : null;
        if (form?.ContainsKey(Cancel) == true)
            return new(null);
        var isChosen = form?.Keys.Any(k => k.StartsWith(PersonForm.Prefix, StringComparison.Ordinal)) == true;
        if (isChosen && PersonForm.Read(form!) is { } person)
        {
            people.Keep(standIn, person);
            return new(person.For(standIn));
        }
        var hint = http.Request.Query["login_hint"].ToString();
        await ShowAsync(
            http,
            new PeopleView(standIn, people.Of(standIn))
            {
                Action = $"{http.Request.Path}{http.Request.QueryString}",
                Hint = hint,
                Error = isChosen ? "A person needs a sub, and more claims are a JSON object." : null,
            },
            StatusCodes.Status200OK
        );
        return null;
    }

    /// <summary>Tells the person that an app asks for something impossible.</summary>
    public Task RefuseAsync(HttpContext http, StandIn standIn, string why) =>
        ShowAsync(http, new PeopleView(standIn, []) { Error = why }, StatusCodes.Status400BadRequest);

    /// <summary>Sends the browser to an address with a form, as some providers answer; by a script of this host, or by a button where scripts are off.</summary>
    public Task PostAsync(HttpContext http, StandIn standIn, string address, IReadOnlyDictionary<string, string?> fields) =>
        ShowAsync(http, new PeopleView(standIn, []) { Action = address, Fields = fields }, StatusCodes.Status200OK);

    private Task ShowAsync(HttpContext http, PeopleView view, int status) =>
        html.WriteAsync<PeoplePage>(http, nameof(PeoplePage.View), view, status);
}

/// <summary>What a page of a stand-in shows.</summary>
public sealed record PeopleView(StandIn StandIn, IReadOnlyList<Person> People)
{
    public string Action { get; init; } = "";
    public string Hint { get; init; } = "";
    public string? Error { get; init; }

    /// <summary>What goes on to an app by a form; null where people are shown.</summary>
    public IReadOnlyDictionary<string, string?>? Fields { get; init; }
}
