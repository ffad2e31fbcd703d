import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { texts } from './texts.ts';

/** Deep teal: the one accent for action and selection. */
const teal: MantineColorsTuple = ['#effaf8', '#d9f1ed', '#b0e2da', '#84d2c6', '#5ec4b5', '#45bba9', '#2a9d8c', '#0f766e', '#0b5f58', '#064a44'];

/** Channel colours that Mantine does not have. */
const amber: MantineColorsTuple = ['#fff8e6', '#ffeecb', '#ffdb94', '#ffc75a', '#fdb62c', '#f5a50f', '#d98a00', '#9a5b00', '#7a4800', '#573200'];
const plum: MantineColorsTuple = ['#fbeff8', '#f3dcee', '#e6b6db', '#d88dc7', '#cb6ab6', '#c055aa', '#a8408f', '#86306f', '#6a2458', '#4d1840'];

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, amber, plum },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  defaultRadius: 8,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } } },
  components: {
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': texts.close } } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': texts.close } } },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
});
