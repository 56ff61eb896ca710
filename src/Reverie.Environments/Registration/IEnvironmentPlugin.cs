namespace Reverie.Environments.Registration;

/// <summary>What a plug-in assembly offers: it registers its environments, and wrappers if it has some.</summary>
public interface IEnvironmentPlugin
{
    /// <summary>Registers environments.</summary>
    void Register(EnvironmentRegistry registry);

    /// <summary>Registers wrappers.</summary>
    void Register(WrapperRegistry wrappers)
    {
    }
}
