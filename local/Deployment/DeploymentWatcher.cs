namespace CognitoStack.Local.Deployment;

/// <summary>Deploys again when templates change. It looks at the files every so often rather than being told of changes: a folder may be deleted and made anew, or be mounted from elsewhere.</summary>
public sealed class DeploymentWatcher(Deployer deployer, DeploymentOptions options, TimeProvider time, ILogger<DeploymentWatcher> log)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Watch)
            return;
        using var timer = new PeriodicTimer(options.WatchInterval, time);
        string? before = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (deployer.Folder is not { } folder)
                continue;
            var now = deployer.Fingerprint(folder);
            // While somebody still writes, two looks differ.
            if (now == before && now != deployer.Tried)
                await DeployAsync(folder, stoppingToken);
            before = now;
        }
    }

    private async Task DeployAsync(string folder, CancellationToken cancel)
    {
        try
        {
            await deployer.DeployAsync(folder, cancel);
        }
        catch (DeploymentException e)
        {
            log.Refused(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.Failed(e);
        }
    }
}
