/* fmod and fmodf have a new symbol version since glibc 2.38; Amazon Linux 2023 has glibc 2.34. Bind both to the version
   they always had on x86-64, so that what a newer system builds starts on Lambda too. */
extern double old_fmod(double, double);
extern float old_fmodf(float, float);
__asm__(".symver old_fmod, fmod@GLIBC_2.2.5");
__asm__(".symver old_fmodf, fmodf@GLIBC_2.2.5");

double fmod(double x, double y) { return old_fmod(x, y); }
float fmodf(float x, float y) { return old_fmodf(x, y); }
