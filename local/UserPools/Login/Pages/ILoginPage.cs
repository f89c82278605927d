namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>A page of a sign-in that an app has begun.</summary>
internal interface ILoginPage
{
    /// <summary>Its address; and others that AWS's documentation has for it.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Shows the page, or sends the browser on to where it belongs.</summary>
    Task ShowAsync(LoginVisit visit);

    /// <summary>Takes what a form of the page sends.</summary>
    /// <exception cref="Http.AwsException">What the user pool refuses: the page is shown again and says so.</exception>
    Task SubmitAsync(LoginVisit visit);
}
