using Reverie.Environments.ControlSuite.Engine;

namespace Reverie.Environments.ControlSuite.Drawing;

/// <summary>OpenGL without a screen. Its current context belongs to one thread at a time.</summary>
internal abstract class OpenGL : IDisposable
{
    /// <summary>The variable that names a way: <c>egl</c> or <c>osmesa</c>.</summary>
    public const string Choice = "MUJOCO_GL";

    /// <summary>A way to draw: EGL where a device answers, which may be a graphics card, else OSMesa in software.</summary>
    /// <param name="choice">Which of the two, or null for any.</param>
    /// <param name="side">The longest side of a picture.</param>
    /// <exception cref="MuJoCoMissingException">There is none.</exception>
    public static OpenGL Create(string? choice, int side)
    {
        if (choice is not (null or "" or "egl" or "osmesa"))
            throw new MuJoCoMissingException($"{Choice}={choice} names no way to draw without a screen: use egl or osmesa.");
        OpenGL? found = choice != "osmesa" ? Egl.TryCreate() : null;
        found ??= choice != "egl" ? OsMesa.TryCreate(side) : null;
        return found ?? throw new MuJoCoMissingException(
            "Pictures of the Control Suite need OpenGL without a screen, which is not here: "
            + "apt-get install libosmesa6, or libegl1 libegl-mesa0 libgl1-mesa-dri where there is none.");
    }

    /// <summary>Lets this thread draw.</summary>
    public abstract void Enter();

    /// <summary>Lets another thread draw.</summary>
    public abstract void Leave();

    public abstract void Dispose();
}
